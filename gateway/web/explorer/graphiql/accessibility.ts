/** What assistive technology is told of GraphiQL, where GraphiQL tells it wrong or nothing. */

/**
 * A list item has the role of a tab, with two buttons in it, which a tab may not have. They are told as what they are: a list of
 * buttons, of which one is the current.
 */
function tellTab(tab: Element): void {
  if (tab.getAttribute('role') === 'tab') tab.setAttribute('role', 'listitem');
  const selected = tab.getAttribute('aria-selected');
  if (selected === null) return;
  tab.removeAttribute('aria-selected');
  const button = tab.querySelector('.graphiql-tab-button');
  if (selected === 'true') button?.setAttribute('aria-current', 'true');
  else button?.removeAttribute('aria-current');
}

/** The builder's fields have no names: they get those of their arguments. */
function nameField(field: Element): void {
  const argument = field.closest<HTMLElement>('[data-arg-name]')?.dataset.argName;
  const byDefault = field instanceof HTMLSelectElement ? 'Kind of operation to add' : 'Name of the operation';
  field.setAttribute('aria-label', argument ?? byDefault);
}

function tellAll(root: Element): void {
  for (const list of root.querySelectorAll('.graphiql-tabs[role=tablist]')) list.setAttribute('role', 'list');
  for (const tab of root.querySelectorAll('.graphiql-tab')) tellTab(tab);
  for (const session of root.querySelectorAll('#graphiql-session[role=tabpanel]'))
    session.setAttribute('role', 'region');
  for (const field of root.querySelectorAll('.graphiql-explorer-root :is(input, select):not([aria-label])'))
    nameField(field);
}

/** Keeps at it for as long as the page is open. */
export function tellRightly(root: Element): void {
  const observer = new MutationObserver(() => tellAll(root));
  observer.observe(root, { subtree: true, childList: true, attributeFilter: ['role', 'aria-selected'] });
}
