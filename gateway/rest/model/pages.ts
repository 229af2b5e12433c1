/** Lists in numbered pages. */
import { z } from 'zod';

const uri = (what: string) => z.string().optional().describe(`The path of ${what}.`);

/** The schema of a page of a list. */
export const pageOf = <Entity extends z.ZodType>(entity: Entity) =>
  z.object({
    entities: z.array(entity).describe('The items of the page.'),
    pageSize: z.int().describe('The most items of a page.'),
    pageNumber: z.int().describe('The number of the page, from 1.'),
    pageCount: z.int().describe('The number of pages.'),
    total: z.int().describe('The number of items on all pages.'),
    selfUri: uri('this page'),
    firstUri: uri('the first page'),
    lastUri: uri('the last page'),
    nextUri: uri('the next page; absent on the last'),
    previousUri: uri('the page before; absent on the first'),
  });

/** The most items that can be reached by page numbers (R27). Later ones can be read through GraphQL. */
export const furthest = 100_000;

/** Returns the numbers and addresses of a page. */
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
