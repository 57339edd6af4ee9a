-- Ledger, version 8: the reports of one agency are found by its code, for the pages in reserve.

CREATE INDEX tasks_by_area ON tasks (portal, area, kind, year) WHERE area <> '';
