package io.dogpile.codec;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The classes that cached bytes may name (P9): a closed set of the JDK's value types, and the packages and classes that
 * the application adds. Immutable. It judges names, so that nothing needs to be loaded to be refused.
 *
 * <p>The JDK's part: the boxed types, {@code String}, {@code BigDecimal} and {@code BigInteger}, {@code UUID},
 * {@code Locale}, {@code Currency}, {@code Date}, {@code URI}, {@code java.time}, {@code Optional} and its kin, the
 * atomic numbers, the collections and maps of {@code java.util} and {@code java.util.concurrent}, and arrays of all
 * these. A package never adds classes of the JDK ({@code java}, {@code javax}, {@code jdk}, {@code sun}, {@code com.sun});
 * each must be named for itself.
 */
public final class TypeAllowList {

    private static final Pattern NAME = Pattern.compile(
            "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");

    private final Set<String> names;

    private TypeAllowList(Set<String> names) {
        this.names = Set.copyOf(names);
    }

    /**
     * The JDK's value types and what is named.
     *
     * @param packagesAndClasses names of packages, which stand for all beneath them, and of classes, which stand for
     *     their nested classes too: {@code com.shop} allows {@code com.shop.Order} and {@code com.shop.cart.Cart}, not
     *     {@code com.shopping.Order}. A trailing {@code .*} is allowed and has no meaning
     * @return the list
     * @throws IllegalArgumentException if a name is no name of a package or class
     */
    public static TypeAllowList of(String... packagesAndClasses) {
        return of(List.of(packagesAndClasses));
    }

    /**
     * The JDK's value types and what is named.
     *
     * @param packagesAndClasses as for {@link #of(String...)}
     * @return the list
     * @throws IllegalArgumentException if a name is no name of a package or class
     */
    public static TypeAllowList of(Collection<String> packagesAndClasses) {
        Set<String> names = new HashSet<>();
        for (String each : packagesAndClasses) {
            String name = each.strip().replaceFirst("\\.\\*{1,2}$", "");
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "'" + each + "' in arguments.allowed-types is not the name of a package or class");
            }
            names.add(name);
        }
        return new TypeAllowList(names);
    }

    /**
     * This list and more.
     *
     * @param packagesAndClasses as for {@link #of(String...)}
     * @return a new list
     * @throws IllegalArgumentException if a name is no name of a package or class
     */
    public TypeAllowList and(String... packagesAndClasses) {
        Set<String> both = new HashSet<>(names);
        both.addAll(of(packagesAndClasses).names);
        return new TypeAllowList(both);
    }

    /**
     * Whether a class may be named.
     *
     * @param className the name as {@link Class#getName()} gives it; of an array, its component decides
     * @return true if it may
     */
    public boolean allows(String className) {
        int dimensions = 0;
        while (dimensions < className.length() && className.charAt(dimensions) == '[') {
            dimensions++;
        }
        if (dimensions > 0) {
            String component = className.substring(dimensions);
            return component.length() == 1
                    ? "BCDFIJSZ".contains(component)
                    : component.startsWith("L")
                            && component.endsWith(";")
                            && allowsElement(component.substring(1, component.length() - 1));
        }
        return allowsElement(className);
    }

    private boolean allowsElement(String name) {
        if (JdkTypes.allows(name) || names.contains(name)) {
            return true;
        }
        return !JdkTypes.isPartOfJdk(name) && isBeneathAName(name);
    }

    private boolean isBeneathAName(String name) {
        for (int at = name.length() - 1; at > 0; at--) {
            char boundary = name.charAt(at);
            if ((boundary == '.' || boundary == '$') && names.contains(name.substring(0, at))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "TypeAllowList[value types of the JDK, "
                + String.join(", ", names.stream().sorted().toList()) + "]";
    }
}
