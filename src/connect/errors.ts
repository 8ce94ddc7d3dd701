/** A flag, a variable of the environment or a file that they name is wrong. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** DNS doesn't have the endpoints. */
export class DiscoveryError extends Error {
  override readonly name = 'DiscoveryError';
}

/** A server's metrics can't be had. */
export class MetricsError extends Error {
  override readonly name = 'MetricsError';
}
