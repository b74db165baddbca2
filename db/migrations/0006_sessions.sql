CREATE TABLE "room_claims" (
	"code" text PRIMARY KEY NOT NULL,
	"community_id" integer NOT NULL,
	"estate_id" integer NOT NULL,
	"lost_id" integer,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_reason";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_obstacle_word";--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "session" text;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "session" text;--> statement-breakpoint
ALTER TABLE "room_claims" ADD CONSTRAINT "room_claims_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_claims" ADD CONSTRAINT "room_claims_estate_id_org_units_id_fk" FOREIGN KEY ("estate_id") REFERENCES "public"."org_units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_claims" ADD CONSTRAINT "room_claims_lost_id_rooms_id_fk" FOREIGN KEY ("lost_id") REFERENCES "public"."rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rooms_topic" ON "rooms" USING btree ("channel","topic");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_reason" CHECK ("messages"."reason" in ('chatter', 'ownWords', 'systemLine', 'recalled', 'emptyMessage', 'photoAlone', 'spokenByStaff', 'unboundRoom', 'claimed', 'noticeNotPosted', 'nothingToConfirm', 'nothingToTell', 'sameEmergency', 'photoOfReport', 'sameMatter', 'nothingToAddTo', 'nothingToJoin', 'nothingToWithdraw', 'praise', 'signUp', 'vote', 'volunteer', 'notice', 'socialRoom', 'staffRoom', 'rumour', 'stillAngry', 'alreadyAnswered', 'unsure', 'unreadable', 'voice', 'failed', 'strangerInPrivate', 'question', 'suggestion', 'project', 'angry', 'late'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_obstacle_word" CHECK ("outbox"."obstacle" in ('notFriend', 'interrupted', 'gone', 'attempts', 'roomUnbound', 'late'));