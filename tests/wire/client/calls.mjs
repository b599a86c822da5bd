// Calls of the official client, by the name of the exchange that records them.
const ID = "0451962b-9cd2-4fe2-aa24-f7973d073d75";
const OTHER_ID = "8a3c9a3e-6d0c-4f6e-9f57-2c6b1a0e4d11";
const PAGE = { limit: 100 };
const FIRST = { limit: 100, offset: 0 };

const products = (more) => ({ wixDataCollection: { collectionId: "products", ...more } });
const languages = { localization: { languages: ["EN", "DE"] } };
const csv = { file: { format: "CSV" } };
const uploaded = { file: { fileId: "temporary-files/a.dat", format: "CSV" } };

export const calls = {
  create_backup: ({ backups }) => backups.createBackup(),
  list_backups: ({ backups }) =>
    backups.listBackups({ status: ["READY", "PENDING"], type: ["AUTO"], paging: FIRST }),
  list_backups_next_page: async ({ backups }) => {
    const { pagingMetadata } = await backups.listBackups({ paging: FIRST });
    await backups.listBackups({ paging: { limit: 100, offset: pagingMetadata.count } });
  },
  delete_backup: ({ backups }) => backups.deleteBackup(ID),
  restore_backup: ({ backups }) => backups.restoreBackup(ID),
  restore_partially: ({ backups }) =>
    backups.restorePartialBackup(ID, [
      { dataCollectionId: "products" },
      {
        dataCollectionId: "people",
        restoreDestination: { dataCollectionId: "old-people", displayName: "Old people" },
      },
    ]),
  list_restorations: ({ backups }) =>
    backups.listRestorations({ status: ["PENDING", "FAILED"], paging: FIRST }),

  create_upload_url: ({ movementJobs }) => movementJobs.createFileUploadUrl(),
  create_upload_url_named: ({ movementJobs }) =>
    movementJobs.createFileUploadUrl({ fileName: "a.csv" }),
  submit_import: ({ movementJobs }) =>
    movementJobs.submitJob(uploaded, products({ writePolicy: "SKIP_EXISTING" }), { name: "n" }),
  submit_export: ({ movementJobs }) =>
    movementJobs.submitJob(
      products({ filterQuery: { filter: { holidays: { $in: ["xmas"] } }, fields: ["title"] } }),
      csv,
      { name: "n" },
    ),
  submit_export_by_id: ({ movementJobs }) =>
    movementJobs.submitJob(
      products({ filterQuery: { filter: { _id: { $gt: "a" }, _createdDate: { $exists: true } } } }),
      csv,
      { name: "n" },
    ),
  submit_aggregation: ({ movementJobs }) =>
    movementJobs.submitJob(
      products({
        aggregationQuery: {
          aggregationPipeline: { stages: [{ filter: { price: { $gt: 2 } } }] },
          fields: [{ key: "price", displayName: "Price", fieldType: "NUMBER" }],
        },
      }),
      csv,
      { name: "n" },
    ),
  submit_copy: ({ movementJobs }) =>
    movementJobs.submitJob(products(), products({ writePolicy: "TRUNCATE_BEFORE" }), {
      name: "n",
      destinationSiteId: OTHER_ID,
    }),
  submit_copy_from: ({ movementJobs }) =>
    movementJobs.submitJob(products(), products(), { name: "n", sourceSiteId: OTHER_ID }),
  submit_localization_export: ({ movementJobs }) =>
    movementJobs.submitJob(languages, csv, { name: "n" }),
  submit_localization_import: ({ movementJobs }) =>
    movementJobs.submitJob(uploaded, languages, { name: "n" }),
  get_job: ({ movementJobs }) => movementJobs.getJob(ID),
  jobs_by_id: ({ movementJobs }) =>
    movementJobs.queryJobs().in("_id", [ID, OTHER_ID]).limit(100).find(),
  query_jobs: async ({ movementJobs }) => {
    const query = movementJobs.queryJobs().eq("status", "FAILED").descending("startedAt");
    const page = await query.limit(100).find();
    await page.next();
  },
  terminate_job: ({ movementJobs }) => movementJobs.terminateJob(ID),
  list_logs: async ({ movementJobs }) => {
    const { pagingMetadata } = await movementJobs.listMovementLogs(ID, { paging: PAGE });
    const cursor = pagingMetadata.cursors.next;
    await movementJobs.listMovementLogs(ID, { paging: { ...PAGE, cursor } });
  },

  get_collection: ({ collections }) => collections.getDataCollection("products"),
  get_collection_of_an_app: ({ collections }) =>
    collections.getDataCollection("Members/PublicData"),
  count_items: ({ items }) => items.count("products"),
};

export const callsAsApp = {
  create_backup_as_app: ({ backups }) => backups.createBackup(),
};
