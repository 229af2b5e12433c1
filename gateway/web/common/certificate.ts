/** Verifies a certificate here, by the keys that the gateway publishes: nothing of it is sent anywhere. */
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { problemOf } from './problem';

/** The `typ` of certificates. */
const certificateType = 'habeas-certificate+jwt';

/** @returns what it states @throws in words, when it does not hold */
export async function verifyCertificate(text: string): Promise<unknown> {
  const jws = /[\w-]+\.[\w-]+\.[\w-]+/.exec(text)?.[0];
  if (!jws) throw new Error('This is no certificate: three parts of letters and digits, with dots between them.');
  const response = await fetch('/.well-known/jwks.json');
  if (!response.ok) throw new Error(await problemOf(response));
  const keys = createLocalJWKSet((await response.json()) as JSONWebKeySet);
  const { payload, protectedHeader } = await compactVerify(jws, keys, { algorithms: ['EdDSA'] }).catch(() => {
    throw new Error('The signature does not hold: it was altered, or this gateway did not sign it.');
  });
  if (protectedHeader.typ !== certificateType) throw new Error('It is signed, and it is no certificate of a request.');
  return JSON.parse(new TextDecoder().decode(payload));
}
