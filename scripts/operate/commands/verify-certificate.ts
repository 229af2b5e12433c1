import { examples, exitCodes, lazily, type Register } from '../../cli/command';

export const registerVerifyCertificate: Register = (program) =>
  program
    .command('verify-certificate')
    .description('Checks the signature of a certificate and prints what it states.')
    .argument('<file>', 'the certificate: a compact JWS')
    .option(
      '--keys <file or URL>',
      'the public keys (JWKS); those of the gateway that runs here when absent, on its port, on PORT or on 4000',
    )
    .addHelpText(
      'after',
      exitCodes({
        1: 'the certificate does not hold',
        2: 'the call is wrong, or the certificate could not be checked',
      }),
    )
    .addHelpText('after', examples('verify-certificate certificate.jws --keys jwks.json'))
    .action(lazily(() => import('../verify-certificate.js')));
