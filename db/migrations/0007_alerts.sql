CREATE TABLE "alerts" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"about" text NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"told_at" timestamp with time zone,
	"end_told_at" timestamp with time zone,
	"tried_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"told_ways" text[] DEFAULT '{}' NOT NULL,
	"last_error" text,
	CONSTRAINT "alerts_kind" CHECK ("alerts"."kind" in ('mustScan', 'refused', 'noSync', 'botGone', 'untaken', 'stuck')),
	CONSTRAINT "alerts_order" CHECK ("alerts"."ended_at" >= "alerts"."raised_at")
);
--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_hold";--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "alive_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "started_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "memory_mb" integer;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "limited_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "limited_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "limited_times" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "communities" ADD COLUMN "muted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open" ON "alerts" USING btree ("key") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "alerts_newest" ON "alerts" USING btree ("community_id","id");--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_limited" CHECK (("channels"."limited_until" is null) = ("channels"."limited_at" is null));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_hold" CHECK ("outbox"."hold" in ('quiet', 'budget', 'digest', 'muted'));