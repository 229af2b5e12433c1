/** Verifies a certificate in the browser, with the keys that the gateway publishes. The certificate is not sent anywhere. */
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { problemOf } from './problem';

/** The `typ` of certificates. */
const certificateType = 'habeas-certificate+jwt';

/** Verifies a certificate. @returns what it states. @throws Error with a message for the user, when it is not valid */
export async function verifyCertificate(text: string): Promise<unknown> {
  const jws = /[\w-]+\.[\w-]+\.[\w-]+/.exec(text)?.[0];
  if (!jws) throw new Error('This is no certificate: three parts of letters and digits, with dots between them.');
  const response = await fetch('/.well-known/jwks.json');
  if (!response.ok) throw new Error(await problemOf(response));
  const keys = createLocalJWKSet((await response.json()) as JSONWebKeySet);
  const { payload, protectedHeader } = await compactVerify(jws, keys, { algorithms: ['EdDSA'] }).catch(() => {
    throw new Error('The signature does not hold: it was altered, or this gateway did not sign it.');
  });
  if (protectedHeader.typ !== certificateType)
    throw new Error('It is signed, but it is not a certificate of a request.');
  return JSON.parse(new TextDecoder().decode(payload));
}
