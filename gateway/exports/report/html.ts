const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes a text for HTML content and quoted attributes. */
export const text = (value: string): string =>
  value.replace(/[&<>"']/g, (character) => entities[character] ?? character);
