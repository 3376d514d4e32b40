package io.dogpile.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.benchmarks.report.Chart.Item;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SvgWriterTests {

    private static final String OURS = "rgb(217,95,2)";
    private static final String PEERS = "rgb(176,176,176)";

    @Test
    void oursHasAColourOfItsOwn() throws Exception {
        Document svg = svg(new Item("a", 10), new Item("dogpile & Co", 12), new Item("b < c", 14));

        assertThat(bars(svg, OURS)).hasSize(1);
        assertThat(bars(svg, PEERS)).hasSize(2);
    }

    @Test
    void textIsTextInAnyonesFont() throws Exception {
        Document svg = svg(new Item("dogpile & Co", 12.34), new Item("b < c", 14));

        assertThat(texts(svg)).contains("A hit", "ns", "dogpile & Co", "b < c", "12.3", "14.0");
        assertThat(svg.getDocumentElement().getAttribute("width")).isEqualTo("760");
    }

    @Test
    void farApartValuesAreOnALogarithmicAxis() throws Exception {
        assertThat(texts(svg(new Item("a", 1), new Item("b", 30)))).contains("ns");
        assertThat(texts(svg(new Item("a", 1), new Item("b", 31)))).contains("ns, logarithmic");
        assertThat(bars(svg(new Item("a", 1), new Item("dogpile", 1000)), OURS)).hasSize(1);
        assertThat(bars(svg(new Item("a", 1), new Item("dogpile", 1000)), PEERS))
                .hasSize(1);
    }

    private static Document svg(Item... items) throws Exception {
        String text = SvgWriter.svg(new Chart("hit.svg", "A hit", "ns", List.of(items)));
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(Document svg) {
        List<String> texts = new ArrayList<>();
        NodeList nodes = svg.getElementsByTagName("text");
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent().strip());
        }
        return texts;
    }

    /** Shapes filled with a colour, which they or the group around them have. */
    private static List<Element> bars(Document svg, String colour) {
        List<Element> bars = new ArrayList<>();
        NodeList nodes = svg.getElementsByTagName("rect");
        for (int i = 0; i < nodes.getLength(); i++) {
            Element bar = (Element) nodes.item(i);
            Element group = (Element) bar.getParentNode();
            if (bar.getAttribute("fill").equals(colour)
                    || group.getAttribute("fill").equals(colour)) {
                bars.add(bar);
            }
        }
        return bars;
    }
}
