/** Configuration: from the environment and the files that it names, read once at boot. */
export * from './callers';
export * from './environment';
export * from './files';
export * from './key-names';
export * from './ports';
export * from './service';
export * from './tls';
export * from './unknown-variables';
export * from './variables';
