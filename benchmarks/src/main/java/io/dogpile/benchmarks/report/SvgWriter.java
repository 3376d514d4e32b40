package io.dogpile.benchmarks.report;

import io.dogpile.benchmarks.report.Chart.Item;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Paint;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.StringWriter;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPosition;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.CategoryLabelWidthType;
import org.jfree.chart.axis.LogarithmicAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.text.TextBlockAnchor;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;

/** Draws charts as SVG, whose text stays text. */
final class SvgWriter {

    static final Color OURS = new Color(0xD9, 0x5F, 0x02);
    static final Color PEERS = new Color(0xB0, 0xB0, 0xB0);

    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final int WIDTH = 760;
    private static final int PER_BAR = 28;
    private static final int AROUND_BARS = 90;
    /** Of the axis' length, for the labels behind the bars. */
    private static final double ROOM = 1.15;

    private SvgWriter() {}

    /**
     * The chart as a file's content.
     *
     * @throws IllegalStateException if this machine has no font, whose measures are needed even though none is drawn
     */
    static String svg(Chart chart) throws IOException {
        System.setProperty("java.awt.headless", "true");
        try {
            return draw(chart);
        } catch (InternalError | LinkageError noFont) {
            throw new IllegalStateException(
                    "Charts can't be drawn without a font. Install fontconfig and any font; on Debian and Ubuntu:"
                            + " apt-get install fontconfig fonts-dejavu-core",
                    noFont);
        }
    }

    private static String draw(Chart chart) throws IOException {
        SVGGraphics2D graphics = graphics();
        int height = AROUND_BARS + PER_BAR * chart.items().size();
        graphics.setSVGCanvasSize(new Dimension(WIDTH, height));
        JFreeChart drawn = new JFreeChart(chart.title(), FONT.deriveFont(Font.BOLD, 14), plot(chart), false);
        drawn.setBackgroundPaint(Color.WHITE);
        drawn.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, height));
        StringWriter text = new StringWriter();
        graphics.stream(text, false);
        return text.toString();
    }

    private static SVGGraphics2D graphics() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            return new SVGGraphics2D(factory.newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null));
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static CategoryPlot plot(Chart chart) {
        DefaultCategoryDataset values = new DefaultCategoryDataset();
        for (Item item : chart.items()) {
            values.addValue(item.value(), chart.unit(), item.contender());
        }
        CategoryAxis names = new CategoryAxis();
        names.setTickLabelFont(FONT);
        names.setMaximumCategoryLabelWidthRatio(0.45f);
        // All begin at one place, however wide a reader's font is.
        names.setCategoryLabelPositions(CategoryLabelPositions.replaceLeftPosition(
                names.getCategoryLabelPositions(),
                new CategoryLabelPosition(
                        RectangleAnchor.LEFT, TextBlockAnchor.CENTER_LEFT, CategoryLabelWidthType.RANGE, 0.45f)));
        names.setCategoryMargin(0.25);
        names.setLowerMargin(0.02);
        names.setUpperMargin(0.02);
        CategoryPlot plot = new CategoryPlot(values, names, axis(chart), new Bars(chart));
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(new Color(0xE0, 0xE0, 0xE0));
        plot.setOutlineVisible(false);
        return plot;
    }

    private static NumberAxis axis(Chart chart) {
        NumberAxis axis;
        if (chart.isLogarithmic()) {
            double from = Math.pow(10, Math.floor(Math.log10(chart.smallest() / 1.5)));
            // Not LogAxis, whose labels would become shapes.
            axis = new LogarithmicAxis(chart.unit() + ", logarithmic");
            axis.setRange(from, from * Math.pow(chart.largest() / from, ROOM));
        } else {
            axis = new NumberAxis(chart.unit());
            axis.setRange(Math.min(0, chart.smallest() * ROOM), Math.max(chart.largest() * ROOM, 1e-6));
        }
        axis.setNumberFormatOverride(new FigureFormat(Figure::plain));
        axis.setLabelFont(FONT);
        axis.setTickLabelFont(FONT);
        return axis;
    }

    /** One colour for ours, another for all peers. */
    private static final class Bars extends BarRenderer {

        private static final long serialVersionUID = 1;

        private final transient Chart chart;

        Bars(Chart chart) {
            this.chart = chart;
            setBarPainter(new StandardBarPainter());
            setShadowVisible(false);
            setDefaultItemLabelGenerator(
                    new StandardCategoryItemLabelGenerator("{2}", new FigureFormat(Figure::number)));
            setDefaultItemLabelFont(FONT);
            setDefaultItemLabelsVisible(true);
            setDefaultPositiveItemLabelPosition(
                    new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
        }

        @Override
        public Paint getItemPaint(int row, int column) {
            return Figure.isOurs(chart.items().get(column).contender()) ? OURS : PEERS;
        }
    }
}
