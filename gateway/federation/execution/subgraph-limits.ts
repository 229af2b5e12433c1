/** Limits of calls to subgraphs. */
export interface SubgraphLimits {
  /** Milliseconds from sending a call to the last byte of its response. */
  timeout: number;
  /** The most connections to one subgraph. Further calls wait for a free one, within their timeout. */
  connections: number;
  /** The largest response that is read, in bytes. */
  maximumResponseBytes: number;
  tls?: ServiceTls;
}

/** TLS towards services: the certificate authority that the gateway trusts, and its own client certificate. */
export interface ServiceTls {
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
}
