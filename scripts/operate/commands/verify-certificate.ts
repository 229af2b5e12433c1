import { examples, lazily, type Register } from '../../cli/command';

export const registerVerifyCertificate: Register = (program) =>
  program
    .command('verify-certificate')
    .description('Checks the signature of a certificate and prints what it states.')
    .argument('<file>', 'the certificate: a compact JWS')
    .option(
      '--keys <file or URL>',
      'the public keys (JWKS)',
      `http://127.0.0.1:${process.env.PORT || 4000}/.well-known/jwks.json`,
    )
    .addHelpText('after', examples('verify-certificate certificate.jws --keys jwks.json'))
    .action(
      lazily(() => import('../verify-certificate.js'), {
        message: (reason) => `The certificate does not hold: ${reason}`,
      }),
    );
