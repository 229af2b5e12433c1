import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { checkedMediaType, checkedReference, checkedTime, decodeBase64 } from '../../subgraphs/kit';

const refused = (argument: string) =>
  expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argument } }) as Error;

describe('input that is checked before anything is changed', () => {
  test('base64 of any bytes is accepted, up to 20 MiB', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decodeBase64('file', Buffer.from(bytes).toString('base64')).equals(bytes)).toBe(true);
      }),
    );
    const largest = randomBytes(20 * 1024 * 1024);
    expect(decodeBase64('file', largest.toString('base64')).equals(largest)).toBe(true);
    const larger = Buffer.concat([largest, Buffer.from('x')]).toString('base64');
    expect(() => decodeBase64('file', larger)).toThrow(refused('file'));
  });

  test.each(['YWJ', 'YW J', 'YWJj\n', 'YWJ-', '====', 'YQ=a', 'é'])('%j is not base64', (text) => {
    expect(() => decodeBase64('file', text)).toThrow(refused('file'));
  });

  test.each(['image/png', 'text/plain; charset=utf-8', 'audio/webm;codecs="opus, x"', 'application/vnd.a+json'])(
    '%s is a media type',
    (value) => expect(checkedMediaType('type', value)).toBe(value),
  );

  test.each(['', 'png', 'image/', 'image/png;', 'a/b\r\nx: y', 'a/b\r\n;c=d', 'image/png, text/html', 'a/b; c=ü'])(
    '%j is no media type',
    (value) => expect(() => checkedMediaType('type', value)).toThrow(refused('type')),
  );

  test('a media type may be restricted to one kind', () => {
    expect(checkedMediaType('type', 'Audio/wav', 'audio')).toBe('Audio/wav');
    expect(() => checkedMediaType('type', 'video/mp4', 'audio')).toThrow(refused('type'));
  });

  test('a time is ISO 8601 with its offset', () => {
    expect(checkedTime('at', '2026-03-02T15:04:00+02:00').toISOString()).toBe('2026-03-02T13:04:00.000Z');
    for (const value of ['2026-03-02', 'March 2', '2026-13-02T15:04:00Z', '', 5, null, {}, true])
      expect(() => checkedTime('at', value)).toThrow(refused('at'));
  });

  test('a day that no calendar has is not taken for the one after it', () => {
    expect(checkedTime('at', '2028-02-29T15:04:00Z').toISOString()).toBe('2028-02-29T15:04:00.000Z');
    expect(checkedTime('at', '2026-03-01T00:30:00+02:00').toISOString()).toBe('2026-02-28T22:30:00.000Z');
    for (const value of [
      '2026-02-29T15:04:00Z',
      '2026-02-30T00:00:00+14:00',
      '2026-04-31T15:04Z',
      '2026-00-01T00:00:00Z',
    ])
      expect(() => checkedTime('at', value)).toThrow(refused('at'));
  });

  test('the id of another service’s entity may be absent, but not malformed', () => {
    expect(checkedReference('id', null)).toBeNull();
    expect(checkedReference('id', undefined)).toBeNull();
    expect(checkedReference('id', '0190C9F0-0000-7000-8000-000000000001')).toBe('0190c9f0-0000-7000-8000-000000000001');
    for (const value of ['', 'x', '0190c9f0']) expect(() => checkedReference('id', value)).toThrow(refused('id'));
  });
});
