/** What the cluster has, for the shell to complete: keys, users, and so on. Learners are members too; locks and elections go by their names. */
export type ClusterSource = 'key' | 'user' | 'role' | 'member' | 'learner' | 'lease' | 'lock' | 'election';

/** Where the candidates for an argument or a flag's value come from: the cluster, or a list. */
export type Source = ClusterSource | readonly string[];
