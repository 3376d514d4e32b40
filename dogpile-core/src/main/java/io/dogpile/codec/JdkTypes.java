package io.dogpile.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The classes of the JDK that hold values and do nothing else when they are read back. */
final class JdkTypes {

    /** By the simple name that stands for them in type strings. */
    private static final Map<String, Class<?>> BY_SIMPLE_NAME = Stream.<Class<?>>of(
                    Boolean.class,
                    Byte.class,
                    Character.class,
                    Double.class,
                    Float.class,
                    Integer.class,
                    Long.class,
                    Short.class,
                    String.class,
                    Object.class,
                    BigDecimal.class,
                    BigInteger.class,
                    UUID.class,
                    Locale.class,
                    Currency.class,
                    Date.class,
                    URI.class,
                    AtomicBoolean.class,
                    AtomicInteger.class,
                    AtomicLong.class,
                    Instant.class,
                    LocalDate.class,
                    LocalTime.class,
                    LocalDateTime.class,
                    OffsetDateTime.class,
                    OffsetTime.class,
                    ZonedDateTime.class,
                    Duration.class,
                    Period.class,
                    Year.class,
                    YearMonth.class,
                    MonthDay.class,
                    DayOfWeek.class,
                    Month.class,
                    ZoneId.class,
                    ZoneOffset.class,
                    Optional.class,
                    OptionalInt.class,
                    OptionalLong.class,
                    OptionalDouble.class,
                    ArrayList.class,
                    LinkedList.class,
                    ArrayDeque.class,
                    CopyOnWriteArrayList.class,
                    ConcurrentLinkedQueue.class,
                    ConcurrentLinkedDeque.class,
                    LinkedHashSet.class,
                    TreeSet.class,
                    CopyOnWriteArraySet.class,
                    ConcurrentSkipListSet.class,
                    LinkedHashMap.class,
                    TreeMap.class,
                    ConcurrentHashMap.class,
                    ConcurrentSkipListMap.class,
                    EnumMap.class,
                    EnumSet.class,
                    boolean.class,
                    byte.class,
                    char.class,
                    double.class,
                    float.class,
                    int.class,
                    long.class,
                    short.class)
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    /** What Java serialization meets beneath these, and collections that are read back as one of them. */
    private static final Set<String> FURTHER_NAMES = Set.of(
            "java.lang.Enum",
            "java.lang.Number",
            "java.lang.String$CaseInsensitiveComparator",
            "java.math.MathContext",
            "java.math.RoundingMode",
            "java.time.Ser",
            "java.time.ZoneRegion",
            "java.util.AbstractList",
            "java.util.AbstractMap",
            "java.util.AbstractMap$SimpleEntry",
            "java.util.AbstractMap$SimpleImmutableEntry",
            "java.util.AbstractSet",
            "java.util.Arrays$ArrayList",
            "java.util.BitSet",
            "java.util.CollSer",
            "java.util.Collections$CopiesList",
            "java.util.Collections$EmptyList",
            "java.util.Collections$EmptyMap",
            "java.util.Collections$EmptySet",
            "java.util.Collections$ReverseComparator",
            "java.util.Collections$ReverseComparator2",
            "java.util.Collections$SetFromMap",
            "java.util.Collections$SingletonList",
            "java.util.Collections$SingletonMap",
            "java.util.Collections$SingletonSet",
            "java.util.Collections$SynchronizedCollection",
            "java.util.Collections$SynchronizedList",
            "java.util.Collections$SynchronizedMap",
            "java.util.Collections$SynchronizedRandomAccessList",
            "java.util.Collections$SynchronizedSet",
            "java.util.Collections$UnmodifiableCollection",
            "java.util.Collections$UnmodifiableList",
            "java.util.Collections$UnmodifiableMap",
            "java.util.Collections$UnmodifiableRandomAccessList",
            "java.util.Collections$UnmodifiableSet",
            "java.util.Collections$UnmodifiableSortedMap",
            "java.util.Collections$UnmodifiableSortedSet",
            "java.util.Comparators$NaturalOrderComparator",
            "java.util.EnumSet$SerializationProxy",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.ImmutableCollections$List12",
            "java.util.ImmutableCollections$ListN",
            "java.util.ImmutableCollections$Map1",
            "java.util.ImmutableCollections$MapN",
            "java.util.ImmutableCollections$Set12",
            "java.util.ImmutableCollections$SetN",
            "java.util.JumboEnumSet",
            "java.util.RegularEnumSet",
            "java.util.Stack",
            "java.util.Vector",
            // written by ConcurrentHashMap for the sake of Java 7
            "java.util.concurrent.ConcurrentHashMap$Segment",
            "java.util.concurrent.locks.AbstractOwnableSynchronizer",
            "java.util.concurrent.locks.AbstractQueuedSynchronizer",
            "java.util.concurrent.locks.ReentrantLock",
            "java.util.concurrent.locks.ReentrantLock$NonfairSync",
            "java.util.concurrent.locks.ReentrantLock$Sync");

    private static final Set<String> NAMES = Stream.concat(
                    BY_SIMPLE_NAME.values().stream().map(Class::getName), FURTHER_NAMES.stream())
            .collect(Collectors.toUnmodifiableSet());

    private JdkTypes() {}

    static boolean allows(String className) {
        return NAMES.contains(className);
    }

    static @Nullable Class<?> bySimpleName(String name) {
        return BY_SIMPLE_NAME.get(name);
    }

    static boolean hasSimpleName(Class<?> type) {
        return BY_SIMPLE_NAME.get(type.getSimpleName()) == type;
    }

    static boolean isPartOfJdk(String className) {
        return Stream.of("java.", "javax.", "jdk.", "sun.", "com.sun.").anyMatch(className::startsWith);
    }
}
