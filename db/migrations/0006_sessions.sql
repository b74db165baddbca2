ALTER TABLE "members" ADD COLUMN "session" text;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "session" text;--> statement-breakpoint
CREATE INDEX "rooms_topic" ON "rooms" USING btree ("channel","topic");