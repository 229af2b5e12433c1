/** A button that removes all filters of a list and keeps its sorting. */
import { clearSettings, useRoute } from '../route';
import { useWords } from '../words';

export function ClearFilters() {
  const { common } = useWords();
  const { search } = useRoute();
  const filtered = [...search.keys()].some((name) => !name.endsWith('.sort'));
  if (!filtered) return null;
  return (
    <button type="button" className="plain clear" onClick={clearSettings}>
      {common.clear}
    </button>
  );
}
