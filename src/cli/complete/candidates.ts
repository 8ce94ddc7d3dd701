/** What the shell is to do with the candidates; bits, as cobra's scripts know them. */
export const Directive = { Default: 0, NoSpace: 2, NoFileComp: 4 } as const;

export interface Candidate {
  readonly name: string;
  /** What is said of it, where the shell shows that. */
  readonly text?: string;
}

export interface Candidates {
  readonly lines: readonly Candidate[];
  readonly directive: number;
}
