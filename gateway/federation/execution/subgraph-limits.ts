/** How subgraphs are called. */

/** Bounds of every call to a subgraph. */
export interface SubgraphLimits {
  /** Milliseconds from sending the call to the last byte of the answer. */
  timeout: number;
  /** Connections to one subgraph; further calls wait for a free one, within their time. */
  connections: number;
  /** The largest answer that is read, in bytes. */
  maximumResponseBytes: number;
  tls?: ServiceTls;
}

/** How the gateway meets services that speak TLS: whom it believes, and what it shows of itself. */
export interface ServiceTls {
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
}
