CREATE TABLE "corrections" (
	"id" serial PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"message_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"label" jsonb NOT NULL,
	"by_id" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "corrections_kind" CHECK ("corrections"."kind" in ('category', 'place', 'urgency', 'notReport', 'report', 'join', 'merge', 'split'))
);
--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_by_id_staff_id_fk" FOREIGN KEY ("by_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "corrections_newest" ON "corrections" USING btree ("community_id","id");--> statement-breakpoint
CREATE INDEX "corrections_message" ON "corrections" USING btree ("message_id","id");