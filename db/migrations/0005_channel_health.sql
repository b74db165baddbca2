ALTER TABLE "channels" DROP CONSTRAINT "channels_state";--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "session" text;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "synced_at" timestamp with time zone;--> statement-breakpoint
UPDATE "channels" SET "state" = 'loggedOut' WHERE "state" = 'offline';--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_state" CHECK ("channels"."state" in ('starting', 'needsScan', 'online', 'reconnecting', 'loggedOut', 'refused'));