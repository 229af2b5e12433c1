/** Verifies a certificate in the browser, with the keys that the gateway publishes. The certificate is not sent anywhere. */
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { PageProblem, refusalOf } from './problem';

/** The `typ` of certificates. */
const certificateType = 'habeas-certificate+jwt';

/** Verifies a certificate. @returns what it states. @throws PageProblem when it is not valid */
export async function verifyCertificate(text: string): Promise<unknown> {
  const jws = /[\w-]+\.[\w-]+\.[\w-]+/.exec(text)?.[0];
  if (!jws)
    throw new PageProblem(
      'NO_CERTIFICATE',
      'This is no certificate: three parts of letters and digits, with dots between them.',
    );
  const response = await fetch('/.well-known/jwks.json');
  if (!response.ok) throw await refusalOf(response);
  const keys = createLocalJWKSet((await response.json()) as JSONWebKeySet);
  const { payload, protectedHeader } = await compactVerify(jws, keys, { algorithms: ['EdDSA'] }).catch(() => {
    throw new PageProblem(
      'SIGNATURE_INVALID',
      'The signature does not hold: it was altered, or this gateway did not sign it.',
    );
  });
  if (protectedHeader.typ !== certificateType)
    throw new PageProblem('OTHER_STATEMENT', 'It is signed, but it is not a certificate of a request.');
  return JSON.parse(new TextDecoder().decode(payload));
}
