package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.region.CacheRegion;
import io.dogpile.settings.Suggestions;
import io.dogpile.spring.cache.DogpileCacheManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Says, when all singletons exist, which names of annotations are no regions, and which regions nobody seems to use. */
final class StartupChecks implements SmartInitializingSingleton {

    private static final Log LOG = LogFactory.getLog(StartupChecks.class);

    private final StartupCheckMode mode;
    private final ConfigurableListableBeanFactory beans;
    private final DogpileCacheManager manager;
    private final RegionFactory factory;

    StartupChecks(
            StartupCheckMode mode,
            ConfigurableListableBeanFactory beans,
            DogpileCacheManager manager,
            RegionFactory factory) {
        this.mode = mode;
        this.beans = beans;
        this.manager = manager;
        this.factory = factory;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Map<String, Set<String>> named = new AnnotatedNames(beans, manager).find();
        List<String> unknown = manager.isOnDemand() ? List.of() : unknown(named);
        List<String> unused = unused(named.keySet());
        if (mode == StartupCheckMode.FAIL) {
            List<String> findings = new ArrayList<>(unknown);
            findings.addAll(unused);
            if (!findings.isEmpty()) {
                throw new StartupCheckException(findings);
            }
        }
        if (!unknown.isEmpty()) {
            LOG.warn("Calls of these methods will fail. " + String.join(" ", unknown));
        }
        unused.forEach(LOG::info);
    }

    private List<String> unknown(Map<String, Set<String>> named) {
        List<String> findings = new ArrayList<>();
        named.forEach((name, methods) -> {
            if (!manager.getCacheNames().contains(name)) {
                findings.add("Cache '" + name + "', named by " + String.join(", ", methods) + ", is no region. "
                        + Suggestions.advice(name, manager.getCacheNames()));
            }
        });
        return findings;
    }

    private List<String> unused(Set<String> named) {
        Map<String, String> candidates = new TreeMap<>();
        for (String bean : beans.getBeanNamesForType(CacheRegion.class, true, false)) {
            if (beans.containsSingleton(bean) && beans.getDependentBeans(bean).length == 0) {
                candidates.put(beans.getBean(bean, CacheRegion.class).name(), bean);
            }
        }
        candidates.keySet().removeAll(named);
        if (candidates.isEmpty() || new HiddenUses(beans).mayExist()) {
            return List.of();
        }
        return candidates.keySet().stream()
                .map(name -> "Region '" + name + "' (" + factory.display(name)
                        + ") seems to be unused: no annotation names it and no bean has it injected.")
                .toList();
    }
}
