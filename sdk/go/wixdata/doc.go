// Backups and data movement jobs of Wix sites, safe in pipelines.
package wixdata
