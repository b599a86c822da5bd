// Reads {name: [answers]} from standard input, makes each call with these answers, and prints
// {name: [requests]}.
import { text } from "node:stream/consumers";
import { AppStrategy, ApiKeyStrategy, createClient } from "@wix/sdk";
import { backups, collections, items, movementJobs } from "@wix/data";
import { calls, callsAsApp } from "./calls.mjs";

const ORIGIN = "https://www.wixapis.com";
const SITE = "11111111-2222-3333-4444-555555555555";
const modules = { backups, collections, items, movementJobs };
const withKey = () => ApiKeyStrategy({ siteId: SITE, apiKey: "IST.key-of-the-test" });
const withApp = () =>
  AppStrategy({ appId: "an-app", appSecret: "a-secret", instanceId: SITE, publicKey: "unused" });

async function record(call, auth, answers) {
  const requests = [];
  globalThis.fetch = async (target, options) => {
    const url = new URL(target);
    if (url.origin !== ORIGIN) throw new Error(`not a request to Wix: ${url}`);
    const headers = new Headers(options.headers);
    requests.push({
      method: options.method,
      path: url.pathname,
      query: [...url.searchParams],
      headers: Object.fromEntries(headers),
      body: options.body ? JSON.parse(options.body) : null,
    });
    return Response.json(answers[requests.length - 1]);
  };
  await call(createClient({ auth, modules }));
  return requests;
}

const answers = JSON.parse(await text(process.stdin));
const recorded = {};
for (const [some, auth] of [
  [calls, withKey],
  [callsAsApp, withApp],
]) {
  for (const [name, call] of Object.entries(some)) {
    recorded[name] = await record(call, auth(), answers[name] ?? []);
  }
}
console.log(JSON.stringify(recorded));
