-- However often somebody was forgotten, one row tells of it: the last time, all that was erased, and the highest position.
-- A process of the version before, beside this one, answers who asks again with an error; it is to be sent again.
update erasure
set at = folded.at, notifications = folded.notifications, position = folded.position
from (select subject, max(at) as at, sum(notifications) as notifications, max(position) as position
    from erasure group by subject) as folded
where erasure.subject = folded.subject;

delete from erasure where exists (
    select from erasure as kept where kept.subject = erasure.subject and kept.id < erasure.id);

drop index erasure_by_subject;
create unique index erasure_by_subject on erasure (subject);
