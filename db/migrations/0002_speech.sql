ALTER TABLE "outbox" DROP CONSTRAINT "outbox_kind";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_status";--> statement-breakpoint
ALTER TABLE "communities" ADD COLUMN "quiet_hours" jsonb DEFAULT '{"night":["22:00","07:30"],"noon":null}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "communities" ADD COLUMN "budget" jsonb DEFAULT '{"perHour":6,"perDay":30,"combineMinutes":10,"digestAt":"18:00"}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "haste" text DEFAULT 'measured' NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "hold" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "combined_into_id" integer;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_combined_into_id_outbox_id_fk" FOREIGN KEY ("combined_into_id") REFERENCES "public"."outbox"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outbox_said" ON "outbox" USING btree ("room_id","settled_at") WHERE status = 'sent';--> statement-breakpoint
CREATE INDEX "outbox_parts" ON "outbox" USING btree ("combined_into_id");--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_combined" CHECK (("outbox"."status" = 'combined') = ("outbox"."combined_into_id" is not null));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_haste" CHECK ("outbox"."haste" in ('measured', 'atNight', 'atOnce'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_hold" CHECK ("outbox"."hold" in ('quiet', 'budget', 'digest'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_kind" CHECK ("outbox"."kind" in ('emergency', 'reply', 'progress', 'staffAnswer', 'announcement', 'reminder', 'privacyNotice', 'batch', 'digest'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_status" CHECK ("outbox"."status" in ('waiting', 'sending', 'sent', 'combined', 'failed', 'needsPerson', 'withheld', 'cancelled', 'expired'));