/** Lists by pages with numbers. */
import { z } from 'zod';

const uri = (what: string) => z.string().optional().describe(`The path of ${what}.`);

/** A page of a list. */
export const pageOf = <Entity extends z.ZodType>(entity: Entity) =>
  z.object({
    entities: z.array(entity).describe('What stands on the page.'),
    pageSize: z.int().describe('How many a page holds at most.'),
    pageNumber: z.int().describe('Which page it is, from 1.'),
    pageCount: z.int().describe('How many pages there are.'),
    total: z.int().describe('How many there are in all.'),
    selfUri: uri('this page'),
    firstUri: uri('the first page'),
    lastUri: uri('the last page'),
    nextUri: uri('the next page; absent on the last'),
    previousUri: uri('the page before; absent on the first'),
  });

/** How far pages go: what lies beyond is found by other ways. */
export const furthest = 100_000;

/** The numbers and addresses of a page. */
export function pageNumbers(
  path: string,
  { pageSize, pageNumber }: { pageSize: number; pageNumber: number },
  total: number,
) {
  const pageCount = Math.ceil(total / pageSize);
  const address = (number: number) => `${path}?pageSize=${pageSize}&pageNumber=${number}`;
  const reachable = (number: number) => number * pageSize <= furthest;
  return {
    pageSize,
    pageNumber,
    pageCount,
    total,
    selfUri: address(pageNumber),
    firstUri: address(1),
    lastUri: address(Math.max(1, Math.min(pageCount, Math.floor(furthest / pageSize)))),
    ...(pageNumber < pageCount && reachable(pageNumber + 1) ? { nextUri: address(pageNumber + 1) } : {}),
    ...(pageNumber > 1 ? { previousUri: address(pageNumber - 1) } : {}),
  };
}
