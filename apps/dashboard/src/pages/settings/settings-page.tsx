import { useQuery } from '@tanstack/react-query';
import { useMode } from '../../api/mode.js';
import { Note } from '../../ui/note.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { useMay } from '../../session/use-session.js';
import { SettingsForm } from './settings-form.js';
import { settingsQuery } from './settings-api.js';

/** How verify decides and how long things are good, apart for test and live mode. */
export function SettingsPage() {
  const mode = useMode();
  const mayChange = useMay('developer');
  const settings = useQuery(settingsQuery(mode));
  return (
    <Page
      narrow
      title="Settings"
      description={`Of ${mode} mode. In force everywhere within two seconds; tokens already sold keep what they were sold with.`}
    >
      {!mayChange && <Note tone="calm">You may look at these, but your role changes nothing.</Note>}
      <QueryView query={settings} height={900}>
        {(data) => <SettingsForm key={mode} mode={mode} settings={data} mayChange={mayChange} />}
      </QueryView>
    </Page>
  );
}
