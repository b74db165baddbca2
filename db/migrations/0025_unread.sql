DROP INDEX "messages_unread";--> statement-breakpoint
CREATE INDEX "messages_unread" ON "messages" USING btree ("channel","account","id") WHERE outcome is null and channel is not null;