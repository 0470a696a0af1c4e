/** Files in the root folder of Local Glue that other programs of its user read: where it listens, the key pair, what it logs. */
export const endpointFileName = 'endpoint.json';
export const credentialsFileName = 'credentials.json';
export const logFolderName = 'log';
export const logFileName = 'glue-local.log';
/** What the log file is called once it is full and another has taken its place. */
export const fullLogFileName = 'glue-local.old.log';
