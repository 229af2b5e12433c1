/** Which addresses webhooks may be sent to (R32). */
import {
  AddressRefusedError,
  NameNotFoundError,
  receiverAddresses,
} from '../../../gateway/webhooks/endpoints/receiver-address';
import { loopbackSpellings } from '../../support/loopback-spellings';
import { startNameServer, type NameServer } from '../../support/servers/name-server';

let nameServer: NameServer;
beforeAll(async () => {
  nameServer = await startNameServer();
});
afterAll(() => nameServer.close());

const addresses = (url: string, ...allowedNetworks: string[]) =>
  receiverAddresses(new URL(url), { allowedNetworks, nameServers: [nameServer.address] });

test.each(loopbackSpellings(443))('%s is refused', async (url) => {
  await expect(addresses(url)).rejects.toThrow(AddressRefusedError);
});

test.each([
  '10.0.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '192.168.1.1',
  '192.0.0.8',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[fc00::1]',
  '[fd12:3456::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[2001::1]',
  '[2002:7f00:1::]',
  '[64:ff9b:1::1]',
  '[100::1]',
])('%s is private or reserved, and refused', async (host) => {
  await expect(addresses(`https://${host}/`)).rejects.toThrow(AddressRefusedError);
});

test('public addresses are allowed by https, never by http', async () => {
  const v4 = [{ address: '93.184.215.14', family: 4, opened: false }];
  expect(await addresses('https://93.184.215.14/')).toEqual(v4);
  expect(await addresses('https://[2606:2800:21f::1]/')).toMatchObject([{ family: 6, opened: false }]);
  await expect(addresses('http://93.184.215.14/')).rejects.toThrow(AddressRefusedError);
});

test('every address of a name is checked', async () => {
  const { names } = nameServer;
  names.set('good.example', ['93.184.215.14', '2606:2800:21f::1']);
  names.set('half.example', ['93.184.215.14', '10.0.0.1']);
  names.set('other-half.example', ['93.184.215.14', '::1']);
  expect((await addresses('https://good.example/')).map(({ address }) => address)).toEqual([
    '93.184.215.14',
    '2606:2800:21f::1',
  ]);
  expect(await addresses('https://good.example./')).toHaveLength(2);
  for (const name of ['half.example', 'other-half.example'])
    await expect(addresses(`https://${name}/`)).rejects.toThrow(AddressRefusedError);
  await expect(addresses('https://none.example/')).rejects.toThrow(NameNotFoundError);
});

test('a network that the operator allows is allowed, by http too; its neighbours are not', async () => {
  expect(await addresses('http://localhost/', '127.0.0.0/8')).toEqual([
    { address: '127.0.0.1', family: 4, opened: true },
  ]);
  expect(await addresses('http://10.1.2.3/', '10.1.2.3')).toMatchObject([{ opened: true }]);
  await expect(addresses('http://10.1.2.4/', '10.1.2.3', 'fd00::/8')).rejects.toThrow(AddressRefusedError);
  expect(await addresses('http://[fd00::1]/', '10.0.0.0/8', 'fd00::/8')).toMatchObject([{ opened: true }]);
  nameServer.names.set('mixed.example', ['10.1.2.3', '10.1.2.4']);
  await expect(addresses('https://mixed.example/', '10.1.2.3')).rejects.toThrow(AddressRefusedError);
});
