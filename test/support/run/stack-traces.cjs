// jest keeps 100 frames of every error, and maps each to its source when the stack is read, as GraphQL libraries do with every error
// that they wrap: a tenth of the time of suites that ask a server in their own process. Node itself keeps 10.
Error.stackTraceLimit = 15;
