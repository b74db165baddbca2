ALTER TABLE "visit_answers" DROP CONSTRAINT "visit_answers_once";--> statement-breakpoint
CREATE INDEX "visit_answers_visit" ON "visit_answers" USING btree ("visit_id");