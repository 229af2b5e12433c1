/** The names of the files of master keys. They are known without what reads the files, which commands would load for nothing. */

/** The name of a process's own file of master keys, in the folder of keys. */
export const masterKeysName = (process: string): string => `encryption-${process}.json`;

/** The name of the file that all processes shared in development in earlier versions. */
export const sharedMasterKeysName = 'encryption.json';
