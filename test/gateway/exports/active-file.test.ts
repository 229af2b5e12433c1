import { attachmentName } from '../../../gateway/exports/active-file';

test.each([
  ['page.html', 'text/html', 'page.html.txt'],
  ['PAGE.HTM', 'application/octet-stream', 'PAGE.HTM.txt'],
  ['drawing.svg', 'image/svg+xml', 'drawing.svg.txt'],
  ['drawing.png', 'image/svg+xml; charset=utf-8', 'drawing.png.txt'],
  ['page', 'application/xhtml+xml', 'page.txt'],
  ['feed.xml', 'text/plain', 'feed.xml.txt'],
  ['run.js', 'text/plain', 'run.js.txt'],
  ['wide.ｈｔｍｌ', 'text/plain', 'wide.html.txt'],
  ['trailing.html. .', 'text/plain', 'trailing.html.txt'],
  ['x/page.svg', 'image/png', 'page.svg.txt'],
])('%s (%s) runs something when it is opened: it becomes %s', (filename, mediaType, expected) => {
  expect(attachmentName({ filename, mediaType }, new Map())).toEqual({ name: expected, active: true });
});

test.each([
  ['photo.jpg', 'image/jpeg'],
  ['letter.pdf', 'application/pdf'],
  ['html.txt', 'text/plain; charset=utf-8'],
  ['recording-2026-01-01.wav', 'audio/wav'],
])('%s (%s) is only displayed', (filename, mediaType) => {
  expect(attachmentName({ filename, mediaType }, new Map())).toEqual({ name: filename, active: false });
});

test('a file whose name looks renamed gets no other file’s name', () => {
  const taken = new Map<string, number>();
  const names = [
    { filename: 'page.html.txt', mediaType: 'text/plain' },
    { filename: 'page.html', mediaType: 'text/html' },
  ].map((file) => attachmentName(file, taken).name);
  expect(names).toEqual(['page.html.txt', 'page.html (2).txt']);
});
