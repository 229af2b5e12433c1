/** Corrects GraphiQL's ARIA roles and labels where they are wrong or missing. */

/**
 * GraphiQL gives list items with two buttons the role of a tab, which must not contain buttons. They become a list of buttons, one of
 * which is the current one.
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

/** Labels a field of the query builder with the name of its argument, because the builder's fields have no labels. */
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

/** Applies the corrections whenever GraphiQL changes the page. */
export function tellRightly(root: Element): void {
  const observer = new MutationObserver(() => tellAll(root));
  observer.observe(root, { subtree: true, childList: true, attributeFilter: ['role', 'aria-selected'] });
}
