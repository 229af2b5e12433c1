/** An absolute http or https URL without user and fragment, as callers may name one; null for any other text. */
export function plainUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '' || url.username || url.password || url.hash)
    return null;
  return url;
}
