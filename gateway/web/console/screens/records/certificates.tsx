/** Verifies a certificate that the user pastes. */
import { useState } from 'react';
import { Page } from '../../ui/page';
import { useWords } from '../../words';
import { Verified } from '../parts/certificate';

export function CertificatesScreen() {
  const { records: words } = useWords();
  const [text, setText] = useState('');
  return (
    <Page title={words.certificateTitle} help={words.certificateHelp}>
      <div className="section">
        <label className="field wide">
          <span>{words.certificate}</span>
          <textarea value={text} rows={8} spellCheck={false} onChange={(event) => setText(event.target.value)} />
        </label>
        <div className="row">
          <Verified key={text} certificate={text} primary />
        </div>
      </div>
    </Page>
  );
}
