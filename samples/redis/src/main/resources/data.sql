-- The same 200 000 orders in every instance: the seed is fixed.
select rand(42);

insert into orders
select x,
       2018 + cast(floor(8 * rand()) as int),
       array['Books', 'Games', 'Garden', 'Kitchen', 'Music'][1 + cast(floor(5 * rand()) as int)],
       5 + 400 * power(rand(), 3)
from system_range(1, 200000);
