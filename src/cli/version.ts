/** The version of this package, which `--version` prints; a test holds it to package.json. */
export const ownVersion = '0.1.0';
