// The official client, with every request to Wix sent to the emulator instead.
import { ApiKeyStrategy, AppStrategy, createClient } from "@wix/sdk";
import { backups, collections, items, movementJobs } from "@wix/data";

const REAL = "https://www.wixapis.com";
const EMULATOR = process.env.WIX_EMULATOR_URL;
const KEY = "a-key";
const send = globalThis.fetch;

export const SITE = "c0ffee00-0000-4000-8000-000000000001";
export const OTHER_SITE = "c0ffee00-0000-4000-8000-000000000002";
export const UNKNOWN_ID = "00000000-0000-4000-8000-000000000000";

globalThis.fetch = (target, options) => {
  const url = String(target);
  if (url.startsWith(`${REAL}/`)) return send(EMULATOR + url.slice(REAL.length), options);
  if (url.startsWith(`${EMULATOR}/`)) return send(url, options);
  throw new Error(`a request that would leave this machine: ${url}`);
};

const modules = { backups, collections, items, movementJobs };

export function atSite(siteId, apiKey = KEY) {
  return createClient({ auth: ApiKeyStrategy({ siteId, apiKey }), modules });
}

export function asApp(instanceId, publicKey = "not used here") {
  const auth = AppStrategy({ appId: "an-app", appSecret: "a-secret", instanceId, publicKey });
  return createClient({ auth, modules });
}

async function administer(path, body) {
  const answer = await send(`${EMULATOR}/_emulator/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

export const advance = (advanceSeconds) => administer("clock", { advanceSeconds });
export const set = (settings) => administer("settings", settings);
export const register = (url) => administer("webhooks", { url });
export const script = (fault) => administer("faults", [fault]);

// A collection of text fields, unless types are given, with items.
export async function addCollection(wix, name, content = [], fields = { title: "TEXT" }, more = {}) {
  await wix.collections.createDataCollection({
    _id: name,
    displayName: name,
    fields: Object.entries(fields).map(([key, type]) => ({ key, type })),
    permissions: { insert: "ADMIN", update: "ADMIN", remove: "ADMIN", read: "ANYONE" },
    ...more,
  });
  if (content.length) await wix.items.bulkInsert(name, content);
}

export async function titles(wix, name) {
  const found = await wix.items.query(name).ascending("_id").find();
  return found.items.map((item) => `${item._id}: ${item.title}`);
}

// Upload a text, and submit its import.
export async function submitImport(wix, content, fileName, destination, options) {
  const { fileId, uploadUrl } = await wix.movementJobs.createFileUploadUrl({ fileName });
  const put = await fetch(uploadUrl, { method: "PUT", body: content });
  if (!put.ok) throw new Error(`upload: ${put.status}`);
  return wix.movementJobs.submitJob({ file: { fileId } }, destination, options);
}

export async function finished(wix, { job }) {
  await advance(10);
  return wix.movementJobs.getJob(job._id);
}

// What the client tells of a refusal; a violation's field is in terms of the call's arguments.
export async function refusal(call) {
  try {
    await call();
  } catch ({ status, requestId, details }) {
    const { applicationError, validationError } = details;
    return {
      status,
      hasRequestId: Boolean(requestId),
      error: applicationError && [applicationError.code, applicationError.description],
      violations: validationError?.fieldViolations.map(({ field, ruleName }) => [field, ruleName]),
    };
  }
  return null;
}
