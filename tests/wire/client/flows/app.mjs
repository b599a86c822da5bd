// An OAuth app instead of an API key: the instance fixes the site.
import { SITE, UNKNOWN_ID, advance, asApp, atSite, set } from "../wix.mjs";

export async function run() {
  await set({ instances: { [UNKNOWN_ID]: SITE } });
  const app = asApp(UNKNOWN_ID);
  const { backup } = await app.backups.createBackup();
  const seen = await atSite(SITE).backups.listBackups();
  await advance(4 * 3600 + 1);
  const later = await asApp(UNKNOWN_ID).backups.listBackups();
  return {
    same: seen.backups.map(({ _id }) => _id === backup._id),
    later: later.backups.map(({ status }) => status),
  };
}
