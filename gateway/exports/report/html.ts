const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as HTML shows it, whatever it holds. */
export const text = (value: string): string =>
  value.replace(/[&<>"']/g, (character) => entities[character] ?? character);
