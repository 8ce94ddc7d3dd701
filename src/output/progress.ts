/** A line that draws how much of something is done, `[=====>    ]  52%`; no wider than `columns`. */
export function drawProgress(done: number, total: number, columns = 80): string {
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const percent = `${String(Math.floor(share * 100)).padStart(3)}%`;
  const width = Math.max(0, Math.min(columns, 80) - percent.length - 4);
  const filled = Math.round(share * width);
  const bar = filled < width ? '='.repeat(filled).concat('>').padEnd(width) : '='.repeat(width);
  return `[${bar}] ${percent}`;
}
