/** Says that something has not come. */
export const late = Symbol('late');

/** What comes within so many milliseconds. */
export function soon<T>(coming: Promise<T>, milliseconds: number): Promise<T | typeof late> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(late), milliseconds);
    void coming.then((come) => {
      clearTimeout(timer);
      resolve(come);
    });
  });
}
