"""Conversions and definitions; a factor is never here."""

#: Kilograms in a tonne. Definition (SI).
KG_PER_T = 1000.0
#: Grams in a kilogram. Definition (SI).
G_PER_KG = 1000.0
#: Megajoules in a kilowatt-hour. Definition (SI).
MJ_PER_KWH = 3.6
#: Megajoules in a gigajoule. Definition (SI).
MJ_PER_GJ = 1000.0
#: Megajoules in a terajoule. Definition (SI).
MJ_PER_TJ = 1_000_000.0
#: Litres in a cubic metre. Definition (SI).
L_PER_M3 = 1000.0
#: Kilometres in an international nautical mile. Definition (BIPM, SI brochure, table 8).
KM_PER_NMI = 1.852
#: Mean radius of the Earth in kilometres (IUGG mean radius R1 of GRS 80, Moritz 2000).
EARTH_RADIUS_KM = 6371.0088
#: Percent in a whole. Definition.
PERCENT = 100.0
